import QtQuick

// Text in the middle of a column as wide as its parent.
Label {
    width: parent?.width ?? 0
    horizontalAlignment: Text.AlignHCenter
}
