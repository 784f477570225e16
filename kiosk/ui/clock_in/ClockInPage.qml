import QtQuick
import kiosk.ui

// What every page of the clock-in screen is: it shows `page` and says what was pressed or typed.
Item {
    property var page: ({})
    property bool fills: false  // it needs the room of the notice
    property bool tells: false  // the time, largely
    readonly property bool high: height > width

    signal pressed(string name)
    signal typed(string text)
}
