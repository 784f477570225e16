import QtQuick
import QtQuick.Shapes
import kiosk.ui

// Something is on its way. Stands still in high-contrast mode; words always stand beside it.
Item {
    id: spinner

    property color color: Theme.primaryInk
    property int size: Theme.icon

    implicitWidth: size
    implicitHeight: size

    Shape {
        anchors.fill: parent
        antialiasing: true

        ShapePath {
            strokeColor: spinner.color
            strokeWidth: spinner.size / 9
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: spinner.size / 2
                centerY: spinner.size / 2
                radiusX: spinner.size * 0.4
                radiusY: spinner.size * 0.4
                startAngle: -90
                sweepAngle: 270
            }
        }

        RotationAnimation on rotation {
            running: spinner.visible && Theme.turn > 0
            loops: Animation.Infinite
            from: 0
            to: 360
            duration: Math.max(1, Theme.turn)
        }
    }
}
