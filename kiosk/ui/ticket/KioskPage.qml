import QtQuick
import kiosk.ui

// What every page is: it shows `page` and says which named thing was touched. `flat` pages are
// lower than wide and stand in two columns.
Item {
    property var page: ({})
    readonly property bool flat: width > height
    readonly property int gap: Theme.apart

    signal touched(string name)

    // A row of a list that may just have become shorter.
    function at(list, index) {
        return list && index < list.length ? list[index] : ({})
    }
}
