"""The names of elements, attributes and style functions that an SVG may hold: those that only draw."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``."""
    return frozenset(text.split())


# Elements that act, or hold something else than a drawing; compared in lower case. Animations are recognised
# by the beginning of their name.
ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "set", "handler"})

# Text is drawn with the reader's own fonts; drawing programs can turn it into paths.
ELEMENTS = words(
    """svg g defs symbol use title desc style path rect circle ellipse line polyline polygon image text tspan
    textPath linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
    feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
    feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"""
)
WITH_TEXT = frozenset({"title", "desc", "style", "text", "tspan", "textPath"})

ATTRIBUTES = words(
    """fx fy id class style lang version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx
    ry fr d points pathLength transform transform-origin offset gradientUnits gradientTransform
    spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits
    maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient dx dy rotate
    textLength lengthAdjust startOffset method spacing side media type fill fill-opacity fill-rule stroke
    stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset vector-effect paint-order color color-interpolation color-interpolation-filters
    opacity stop-color stop-opacity clip-path clip-rule mask filter marker marker-start marker-mid
    marker-end display visibility overflow isolation mix-blend-mode shape-rendering image-rendering
    text-rendering color-rendering enable-background flood-color flood-opacity lighting-color font
    font-family font-size font-size-adjust font-stretch font-style font-variant font-weight text-anchor
    text-decoration letter-spacing word-spacing dominant-baseline alignment-baseline baseline-shift
    writing-mode direction unicode-bidi filterUnits primitiveUnits in in2 result mode values operator k1
    k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha surfaceScale
    diffuseConstant specularConstant specularExponent kernelUnitLength scale xChannelSelector
    yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle stdDeviation
    radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent"""
)

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# The name of a part: no spaces, no escapes and no quotes, which parsers read differently from each other.
_NAME = r"[\w.:-]+"
# A whole reference that leads to a part of the picture itself.
INSIDE = re.compile(rf"#{_NAME}")
# A picture inside the picture.
EMBEDDED = re.compile(r"data:image/(?:png|jpeg|webp);base64,(?P<base64>[A-Za-z0-9+/= \t\r\n]*)")
# A reference in a style, in the one form that is allowed: url(#name), with or without quotes.
REFERENCE = re.compile(
    rf"url\([ \t\r\n]*(?P<quote>[\"']?)#(?P<id>{_NAME})(?P=quote)[ \t\r\n]*\)", re.IGNORECASE
)
_ANY_REFERENCE = re.compile(r"url\(", re.IGNORECASE)

# The functions that a style may call. Only url() can name a file.
_CALL = re.compile(r"(?<![\w-])([\w-]+)\(")
_EFFECTS = words("blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia")
_FUNCTIONS = _EFFECTS | words(
    """url rgb rgba hsl hsla hwb lab lch oklab oklch color-mix calc min max clamp var matrix translate
    translatex translatey scale scalex scaley rotate skewx skewy not is where nth-child nth-of-type"""
)


def refers_outside(text: str) -> bool:
    """Tell whether a style or an attribute holds a reference to anything but a part of the picture."""
    return "@import" in text.lower() or len(_ANY_REFERENCE.findall(text)) != len(REFERENCE.findall(text))


def calls_only_known_functions(text: str) -> bool:
    """Tell whether a style calls no function but those that calculate, draw, or refer to a part."""
    return {call.lower() for call in _CALL.findall(text)} <= _FUNCTIONS


def sizes(text: str) -> list[float]:
    """Return the numbers in an attribute or a style, without their signs."""
    return [abs(float(number)) for number in NUMBER.findall(text)]


def references(text: str) -> list[str]:
    """Return the ids of all parts that a style or an attribute refers to."""
    return [match["id"] for match in REFERENCE.finditer(text)]


def effects(text: str) -> int:
    """Return how many effects, such as ``blur()``, a style asks for."""
    return sum(call.lower() in _EFFECTS for call in _CALL.findall(text))
