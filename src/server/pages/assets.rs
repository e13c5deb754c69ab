//! What pages load beside themselves: one stylesheet, one script and an icon. Serving and validators are left to the
//! server.

/// `/stijl.css`: the components of NL Design System, then our own rules, which use and theme them.
pub const STYLESHEET: &str = concat!(
    include_str!("assets/vendor/link-css/link.css"),
    "\n",
    include_str!("assets/vendor/button-css/button.css"),
    "\n",
    include_str!("assets/vendor/search-bar-css/search-bar.css"),
    "\n",
    include_str!("assets/stijl.css"),
);

/// `/zoeken.js`: suggestions, copying and keys. Pages are complete without it.
pub const SCRIPT: &str = include_str!("assets/zoeken.js");

/// `/favicon.svg`.
pub const ICON: &str = include_str!("assets/favicon.svg");
