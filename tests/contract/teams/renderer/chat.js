// A chat that looks and behaves about as Teams does: its three themes, and what it makes of a card.
"use strict";

const THEMES = {
  light: {
    back: { default: "#ffffff", emphasis: "#f5f5f5", accent: "#ebf3fc", good: "#f1faf1", warning: "#fff9f5", attention: "#fdf3f4" },
    ink: { default: "#242424", accent: "#5b5fc7", light: "#f0f0f0", good: "#237b4b", warning: "#8f6200", attention: "#c4314b" },
    subtle: "#616161",
  },
  dark: {
    back: { default: "#292929", emphasis: "#1f1f1f", accent: "#082338", good: "#052505", warning: "#4a1e04", attention: "#3f1011" },
    ink: { default: "#ffffff", accent: "#9299f7", light: "#ffffff", good: "#92c353", warning: "#f8d22a", attention: "#fc8d9d" },
    subtle: "#adadad",
  },
  contrast: {
    back: { default: "#000000", emphasis: "#000000", accent: "#000000", good: "#000000", warning: "#000000", attention: "#000000" },
    ink: { default: "#ffffff", accent: "#ffff01", light: "#ffffff", good: "#3ff23f", warning: "#ffff01", attention: "#ff5b5b" },
    subtle: "#ffffff",
  },
};

function hostConfig(theme) {
  const { back, ink, subtle } = THEMES[theme];
  const foregroundColors = Object.fromEntries(
    Object.entries(ink).map(([name, color]) => [name, { default: color, subtle: name === "default" ? subtle : color }]),
  );
  return new AdaptiveCards.HostConfig({
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    fontFamily: "'Segoe UI', 'DejaVu Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    containerStyles: Object.fromEntries(
      Object.entries(back).map(([name, backgroundColor]) => [name, { backgroundColor, foregroundColors }]),
    ),
    textStyles: { heading: { size: "large", weight: "bolder", color: "default", isSubtle: false, fontType: "default" } },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" },
        optionalInputs: { weight: "bolder" },
      },
      errorMessage: { spacing: "small", color: "attention", weight: "bolder" },
    },
    actions: {
      maxActions: 6,
      spacing: "default",
      buttonSpacing: 8,
      actionsOrientation: "horizontal",
      actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 16 },
    },
    table: { cellSpacing: 8 },
  });
}

// Draws one card in place of the last; gives all that is wrong with it, by kind.
function draw(json, theme) {
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  const card = new AdaptiveCards.AdaptiveCard();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    result.didProcess = true;
  };
  AdaptiveCards.AdaptiveCard.onExecuteAction = () => {};
  card.hostConfig = hostConfig(theme);
  // The renderer keeps its place in this pattern, so that every second language would be invalid.
  AdaptiveCards.CardElement.langProperty.regEx.lastIndex = 0;
  card.parse(json, context);
  const said = Array.from({ length: context.eventCount }, (_, place) => context.getEventAt(place));
  const invalid = [...said, ...card.validateProperties().validationEvents].map((each) => each.message);
  const main = document.querySelector("main");
  document.body.className = theme;
  const element = card.render();
  element.lang = json.lang;
  main.replaceChildren(element);
  const found = { invalid, nameless: nameless(main), wide: wide(main), faint: faint(main) };
  return Object.fromEntries(Object.entries(found).filter(([, complaints]) => complaints.length));
}

// Whatever reaches over an edge, or is cut so that some of its words are not seen.
function wide(main) {
  const edge = main.getBoundingClientRect().right + 0.5;
  return [...main.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && one.tagName !== "OPTION")
    .filter((one) => one.getBoundingClientRect().right > edge || (one.closest("button") && one.scrollWidth > one.clientWidth + 1))
    .map((one) => `${one.className}: ${one.textContent.slice(0, 60)}`);
}

function nameless(main) {
  return [...main.querySelectorAll("button, input, select, textarea")]
    .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length || one.getAttribute("aria-labelledby")))
    .map((one) => one.outerHTML.slice(0, 120));
}

// Words whose colour is too near to what lies behind them, by WCAG 2.
function faint(main) {
  const parts = (color) => (color.match(/[0-9.]+/g) ?? []).map(Number);
  const light = (color) => {
    const [r, g, b] = parts(color)
      .map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (parts(color).length === 3 || parts(color)[3] > 0.99) return color;
    }
    return "rgb(255, 255, 255)";
  };
  return [...main.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((one) => {
      const pair = [light(getComputedStyle(one).color), light(behind(one))];
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) < 4.5;
    })
    .map((one) => one.textContent.trim().slice(0, 60));
}
