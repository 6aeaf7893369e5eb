"""The signs of TeX's commands, and what can be raised and lowered.

Source of the spellings: Unicode's superscripts and subscripts (U+2070 and on) and its phonetic extensions,
which hold most Latin letters raised and some lowered.
"""

from __future__ import annotations

SUPER = dict(zip("0123456789+-=()abcdefghijklmnoprstuvwxyzTABDEGHIJKLMNOPRUVW′",
                  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂ′", strict=True))  # fmt: skip
SUB = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "partial": "∂", "nabla": "∇", "infty": "∞",
    "ell": "ℓ", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "prime": "′", "circ": "∘",
    "top": "T", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "forall": "∀",
    "exists": "∃", "emptyset": "∅", "hbar": "ℏ", "degree": "°",
}  # fmt: skip
BIG = {"sum": "Σ", "prod": "Π", "int": "∫"}
BETWEEN = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "odot": "⊙", "oplus": "⊕", "ast": "*",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡",
    "sim": "~", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "gets": "←", "Rightarrow": "⇒", "Leftarrow": "⇐", "mapsto": "↦",
    "leftrightarrow": "↔", "iff": "⇔", "implies": "⇒", "ll": "≪", "gg": "≫", "mid": "|", "colon": ":",
    "land": "∧", "lor": "∨", "star": "⋆",
}  # fmt: skip
FUNCTIONS = {
    "log", "ln", "exp", "max", "min", "sin", "cos", "tan", "tanh", "sinh", "cosh", "lim", "det", "dim", "gcd",
    "Pr", "sup", "inf", "arg", "argmax", "argmin", "softmax", "relu", "bmod", "mod",
}  # fmt: skip
ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
            "dot": "\u0307", "vec": "\u20d7"}  # fmt: skip
PLAIN = {"mathrm", "mathbf", "mathit", "mathcal", "mathbb", "boldsymbol", "bm", "operatorname", "mathsf",
          "mathtt", "underline", "boxed"}  # fmt: skip
TEXT = {"text", "textrm", "textbf", "textit", "texttt", "mbox"}
SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "quad": "  ", "qquad": "    ", "!": "", "thinspace": " "}
SILENT = {"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle",
           "limits", "nolimits", "textstyle", "nonumber", "hline"}  # fmt: skip
