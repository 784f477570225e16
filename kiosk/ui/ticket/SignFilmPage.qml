import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The hall's film in sign language. It begins when the page comes, and is let go when it leaves.
KioskPage {
    id: sign

    Label {
        id: heading

        width: parent.width
        text: Words.say("sign-film.title")
        font.pixelSize: Theme.title
        heavy: true
    }

    Rectangle {
        anchors.top: heading.bottom
        anchors.topMargin: sign.gap
        anchors.bottom: parent.bottom
        width: parent.width
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line

        Loader {
            objectName: "film"
            anchors.fill: parent
            anchors.margins: Theme.half
            active: sign.visible && sign.page.film !== ""
            source: "Film.qml"
            onLoaded: item.film = Qt.binding(() => sign.page.film)
        }
    }
}
