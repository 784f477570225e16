import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Pictures over the home page while nobody is there, one decoded at a time, but for the moment in which
// the next comes through the one before; or a film. Any touch wakes the kiosk, and does nothing else.
Rectangle {
    id: cover

    objectName: "attract"

    property string picture
    property bool film: false
    property bool moves: true
    property Item front: null

    signal touched(string name)

    color: Theme.paper
    onPictureChanged: turn()
    Component.onCompleted: turn()

    // The next picture is decoded behind the one that is shown, and comes forward when it is whole.
    function turn() {
        if (film || picture === "") return
        const next = front === one ? other : one
        next.source = picture
        if (next.status === Image.Ready) front = next
    }

    component Picture: Image {
        id: image

        readonly property bool shown: cover.front === image

        objectName: shown ? "attract-picture" : ""
        anchors.top: cover.top
        anchors.bottom: hint.top
        width: cover.width
        sourceSize.width: cover.width  // decoded no wider than the glass
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        cache: false
        opacity: shown ? 1 : 0
        onStatusChanged: if (status === Image.Ready && source == cover.picture) cover.front = image
        onOpacityChanged: if (opacity === 0 && !shown) source = ""

        Behavior on opacity {
            NumberAnimation { duration: cover.moves ? Theme.fade : 0 }
        }
    }

    Picture { id: one }

    Picture { id: other }

    Loader {
        objectName: "attract-film"
        anchors.top: parent.top
        anchors.bottom: hint.top
        width: parent.width
        active: cover.film
        source: "Film.qml"
        onLoaded: item.film = Qt.binding(() => cover.picture)
    }

    Rectangle {
        id: hint

        anchors.bottom: parent.bottom
        width: parent.width
        height: words.implicitHeight + 2 * Theme.unit
        color: Theme.surface

        Column {
            id: words

            anchors.centerIn: parent
            width: parent.width - 2 * Theme.unit

            CentredLabel {
                text: Words.say("attract.touch")
                font.pixelSize: Theme.title
                heavy: true
            }

            CentredLabel {
                text: Words.table["attract.touch"].en
                color: Theme.muted
                font.pixelSize: Theme.lead
            }
        }
    }

    MouseArea {
        anchors.fill: parent
        onClicked: cover.touched("wake")
    }
}
