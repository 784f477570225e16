import QtQuick

// What the words of a text that is made to fit would need at full size; never seen. The text itself
// tells the size it was given, and a bound that is made of that would feed itself.
Label {
    required property Text of

    visible: false
    Accessible.ignored: true
    text: of.text
    textFormat: of.textFormat
    font: of.font
    lineHeight: of.lineHeight
}
