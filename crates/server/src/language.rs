//! The language of texts for people. Every text is given in both at once, so that none can be missing.

/// Chinese or English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese (simplified).
    Zh,
    /// English.
    En,
}

impl Language {
    /// The language asked for: `--lang`, then `PORTCULLIS_LANG`, then the locale; English where none says otherwise.
    pub fn chosen(arguments: &[String], environment: impl Fn(&str) -> Option<String>) -> Self {
        let argument =
            arguments.iter().enumerate().find_map(|(place, argument)| match argument.strip_prefix("--lang") {
                Some("") => arguments.get(place + 1).cloned(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            });
        let locale = || {
            ["PORTCULLIS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| environment(name).filter(|value| !value.is_empty()))
        };
        match argument.or_else(locale) {
            Some(word) if word.starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }

    /// The text in this language.
    pub fn of<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The text in this language.
    pub fn pick(self, text: &parcel::Bilingual) -> &str {
        self.of(&text.zh, &text.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_locale() {
        let chosen = |arguments: &[&str], locale: &str| {
            let arguments: Vec<_> = arguments.iter().map(|word| (*word).to_owned()).collect();
            Language::chosen(&arguments, |name| (name == "LANG").then(|| locale.to_owned()))
        };
        assert_eq!(chosen(&["demo"], "zh_CN.UTF-8"), Language::Zh);
        assert_eq!(chosen(&["demo", "--lang", "en"], "zh_CN.UTF-8"), Language::En);
        assert_eq!(chosen(&["--lang=zh-CN", "demo"], "C"), Language::Zh);
        assert_eq!(chosen(&[], "de_DE"), Language::En);
    }
}
