import QtQuick
import kiosk.ui

// A small caption on the bench.
Text {
    color: Theme.muted
    font.pixelSize: Theme.mm(3.2)
    textFormat: Text.PlainText
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
}
