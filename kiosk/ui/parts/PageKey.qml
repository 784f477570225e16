import QtQuick

// A key of the keyboard that means something while its page is shown. A page that is kept, and not
// shown, hears none.
Shortcut {
    required property Item page

    enabled: page.visible
}
