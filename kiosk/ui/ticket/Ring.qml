import QtQuick
import QtQuick.Shapes
import kiosk.ui
import kiosk.ui.parts

// Seconds left, as a number in a ring that empties.
Item {
    id: ring

    property int seconds: 0
    property int total: 1
    property color color: Theme.primary

    Shape {
        anchors.fill: parent
        antialiasing: true

        ShapePath {
            strokeColor: Theme.trough
            strokeWidth: ring.width / 14
            fillColor: "transparent"

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: ring.width * 0.44
                radiusY: ring.height * 0.44
                startAngle: 0
                sweepAngle: 360
            }
        }

        ShapePath {
            strokeColor: ring.color
            strokeWidth: ring.width / 14
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: ring.width / 2
                centerY: ring.height / 2
                radiusX: ring.width * 0.44
                radiusY: ring.height * 0.44
                startAngle: -90
                sweepAngle: 360 * Math.min(1, ring.seconds / Math.max(1, ring.total))
            }
        }
    }

    Label {
        anchors.centerIn: parent
        text: ring.seconds
        color: ring.color
        font.pixelSize: ring.height * 0.34
        heavy: true
    }
}
