import QtQuick
import kiosk.ui

// The window of every program with a screen. The program sets `outOfOrder` when it failed.
Window {
    id: screen

    property bool outOfOrder: false
    property string troubleDetail: Words.say("out-of-order.where")
    property int troubleTitle: Theme.title
    property int troubleBody: Theme.body

    color: Theme.paper

    Loader {
        z: 1000
        anchors.fill: parent
        active: screen.outOfOrder

        sourceComponent: OutOfOrder {
            objectName: "out-of-order"
            detail: screen.troubleDetail
            titleSize: screen.troubleTitle
            bodySize: screen.troubleBody
        }
    }
}
