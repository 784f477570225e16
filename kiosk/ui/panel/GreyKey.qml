import QtQuick

// Around a key that may be grey: tried all the same, it has the panel say why it does nothing now.
Item {
    id: around

    property bool grey: false

    signal tried()

    MouseArea {
        anchors.fill: parent
        z: 1
        visible: around.grey
        onClicked: around.tried()
    }
}
