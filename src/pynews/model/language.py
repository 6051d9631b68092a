"""Names of languages, as far as mail and files need them (BCP 47)."""

import re

__all__ = ["language_fault"]

TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:-[A-Za-z0-9]{2,8})*")
# Of languages that have a name of two letters, the longer ones that lists are found to hold
# (ISO 639-2, in both of its forms); BCP 47 knows the short one alone.
SHORT = {
    "ara": "ar", "ben": "bn", "bul": "bg", "ces": "cs", "chi": "zh", "cym": "cy", "cze": "cs",
    "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "est": "et", "fas": "fa",
    "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gla": "gd", "gle": "ga", "glv": "gv",
    "gre": "el", "guj": "gu", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ita": "it",
    "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "nld": "nl", "nor": "no", "pan": "pa",
    "per": "fa", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk",
    "slo": "sk", "slv": "sl", "som": "so", "spa": "es", "sqi": "sq", "swe": "sv", "tam": "ta",
    "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "wel": "cy", "zho": "zh",
}  # fmt: skip


def language_fault(text: str) -> tuple[str, str]:
    """Return what is wrong with the name of a language, and what was probably meant.

    Both are "" for a name that nothing is wrong with; the second also where nothing comes
    close. The name of a country's speech may follow: ``en-GB``.
    """
    found = TAG.fullmatch(text)
    if found is None:
        mended = text.strip().replace("_", "-")
        near = mended if TAG.fullmatch(mended) and not language_fault(mended)[0] else ""
        return "is no language tag such as en-GB", near
    short = SHORT.get(found["language"].casefold())
    if short:
        return "is not how mail names a language", short + text[3:]
    return "", ""
