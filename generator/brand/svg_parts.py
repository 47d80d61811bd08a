"""The names of elements, attributes and style functions that an SVG may hold: those that only draw."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that act, or hold something else than a drawing; compared in lower case. Animations are recognised
# by the beginning of their name.
ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "set", "handler"})

# Text is drawn with the reader's own fonts; drawing programs can turn it into paths.
ELEMENTS = _words(
    """svg g defs symbol use title desc style path rect circle ellipse line polyline polygon image text tspan
    textPath linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
    feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
    feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"""
)
WITH_TEXT = frozenset({"title", "desc", "style", "text", "tspan", "textPath"})

ATTRIBUTES = _words(
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

# A whole reference that leads to a part of the picture itself, or to a picture inside it.
INSIDE = re.compile(r"#.*|data:image/(png|jpeg|webp)[;,].*", re.DOTALL)
# A reference to anything but a part of the picture itself.
OUTSIDE = re.compile(r"@import|url\((?!\s*[\"']?#)", re.IGNORECASE)

# The functions that a style may call. Only url() can name a file, and OUTSIDE checks its argument.
CALL = re.compile(r"(?<![\w-])([\w-]+)\(")
FUNCTIONS = _words(
    """url rgb rgba hsl hsla hwb lab lch oklab oklch color-mix calc min max clamp var matrix translate
    translatex translatey scale scalex scaley rotate skewx skewy blur brightness contrast drop-shadow
    grayscale hue-rotate invert opacity saturate sepia not is where nth-child nth-of-type"""
)
