import QtQuick
import QtQuick.Shapes
import kiosk.ui

// A drawn sign, in the colour of the words beside it.
Item {
    id: icon

    property string name
    property color color: Theme.ink
    property int size: Theme.icon

    implicitWidth: size
    implicitHeight: size

    Shape {
        anchors.fill: parent
        antialiasing: true

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.size / 12
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            scale: Qt.size(icon.size / 24, icon.size / 24)

            PathSvg { path: Icons.strokes[icon.name] ?? "" }
        }
    }
}
