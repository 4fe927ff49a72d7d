//! Finds the language of the user's locale.

use super::Lang;

impl Lang {
    /// Returns the language of a locale name: `ar`, `ar_EG.UTF-8` and `ar-SA` are Arabic, everything else is English.
    ///
    /// ```
    /// use tawsim::lang::Lang;
    /// assert_eq!(Lang::of_locale("ar_EG.UTF-8"), Lang::Ar);
    /// assert_eq!(Lang::of_locale("arn_CL"), Lang::En, "Mapudungun");
    /// ```
    #[must_use]
    pub fn of_locale(name: &str) -> Self {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("ar") { Self::Ar } else { Self::En }
    }

    /// Returns the language of the environment: of the first variable among `LC_ALL`, `LC_MESSAGES` and `LANG` that is
    /// set and not empty (POSIX, section 8.2). `None` if there is none. `variable` returns the value of a variable.
    ///
    /// ```
    /// use tawsim::lang::Lang;
    /// let set = |name: &str| (name == "LANG").then(|| "ar_EG.UTF-8".to_owned());
    /// assert_eq!(Lang::of_environment(set), Some(Lang::Ar));
    /// assert_eq!(Lang::of_environment(|name| if name == "LC_ALL" { Some("C".into()) } else { set(name) }), Some(Lang::En));
    /// assert_eq!(Lang::of_environment(|_| None), None);
    /// ```
    #[must_use]
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).map(|name| Self::of_locale(&name))
    }
}
