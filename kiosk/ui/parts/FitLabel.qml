import QtQuick
import kiosk.ui

// Text for a place of fixed size: as large as wished, smaller where it would not fit.
Label {
    fontSizeMode: Text.Fit
    minimumPixelSize: Math.min(font.pixelSize, Theme.least)
    lineHeight: 1.0
}
