import shutil
from tests.theatre import play
from tests.bot.platforms.conftest import TRANSCRIPTS
import pytest, pickle
@pytest.fixture(scope="session")
def spoken(migrated_file, tmp_path_factory):
    messages={}
    q=play.quoted
    def listening(h,m,s):
        messages.setdefault(repr(m),m); return q(h,m,s)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play,"quoted",listening)
        for t in TRANSCRIPTS:
            f=tmp_path_factory.mktemp("house")/"house.db"; shutil.copyfile(migrated_file,f)
            try: play.performed(t.read_text("utf-8"), f)
            except BaseException as e: print("BROKEN",t.name,repr(e)[:200])
    pickle.dump(tuple(messages.values()),open("/tmp/spoken.pkl","wb"))
    return tuple(messages.values())
import sys
sys.path.insert(0,'/work/main')
from collections import Counter
from conversations.messages import *
import pytest
def test_survey(spoken):
    for m in spoken:
        forms=[p for p in m.parts if isinstance(p,Form)]
        if len(forms)>1: print("FORMS",len(forms),m.summary,[f.action.verb for f in forms])
        acts=[b.action.encode() for p in m.parts if isinstance(p,Buttons) for b in p.buttons]+[o.action.encode() for p in m.parts if isinstance(p,Choice) for o in p.options]+[f.action.encode() for f in forms]
        d=[a for a,n in Counter(acts).items() if n>1]
        if d: print("SAME",m.summary,d)
        for a in acts:
            if len(a)>1000: print("LONG",m.summary,len(a))
        for f in forms:
            for x in f.fields:
                if len(x.options)>50 or x.longest>1000: print("FIELD",f.action.verb,x.name,len(x.options),x.longest)
                vals=[v for v,_ in x.options]
                if len(set(vals))!=len(vals): print("DUPVAL",f.action.verb,x.name)
                if any(len(t)>75 for _,t in x.options): print("LONGOPT",f.action.verb,x.name,max(len(t) for _,t in x.options))
                labs=[t[:74] for _,t in x.options]
                if len(set(labs))!=len(labs): print("DUPLAB",f.action.verb,x.name)
            if len(set(x.label for x in f.fields))!=len(f.fields): print("DUPFIELDLABEL",f.action.verb,m.summary)
        if any(isinstance(p,Document) for p in m.parts): print("DOC",m.summary,[p.name for p in m.parts if isinstance(p,Document)])
    print(len(spoken))
