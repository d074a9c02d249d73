"""Drawing pictures by hand, as SVG that suits a phone."""
