import QtQuick
import kiosk.ui

// What every page of the guide desk is: it shows `page` and says what was pressed or typed.
Item {
    property var page: ({})
    property bool keypad: false  // the keys on the screen are out
    property bool away: false
    readonly property int gap: Theme.half

    signal pressed(string name, string value)
    signal typed(string text)
    signal signedIn(string number, string pin)

    focus: true

    // A row of a list that may just have become shorter.
    function at(list, index) {
        return list && index < list.length ? list[index] : ({})
    }
}
