import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The citizen's ticket kiosk: one frame, one page at a time, and the ring when nobody moves.
// In low mode the page and all its keys keep to the lower half of the glass.
Screen {
    id: screen

    required property var shown
    required property var kiosk  // null while the page stands here as it was kept
    property bool complete: false
    property real leftAlone: 0  // since this second nobody is there
    readonly property bool asking: !!shown.still  // 您还在吗?

    width: 1080
    height: 1920
    visible: true
    title: Words.of(shown.hall)
    onWidthChanged: measure()  // a trial sets the size before `kiosk`
    onHeightChanged: measure()
    onLeftAloneChanged: pages.keepFirst()
    onKioskChanged: if (complete) measure()
    Component.onCompleted: {
        complete = true
        measure()
    }

    function measure() { kiosk?.sized(width / Theme.pxPerMm, height / Theme.pxPerMm) }

    Binding { target: Theme; property: "stands"; value: true }
    Binding { target: Theme; property: "grow"; value: screen.shown.grow }
    Binding { target: Theme; property: "elder"; value: screen.shown.elder }
    Binding { target: Theme; property: "highContrast"; value: screen.shown.contrast }
    Binding { target: Words; property: "language"; value: screen.shown.language }

    PageFrame {
        id: frame

        anchors.fill: parent
        hall: Words.of(screen.shown.hall)
        date: Words.of(screen.shown.date)
        time: screen.shown.low && !screen.shown.high?.map ? "" : screen.shown.time  // it stands large above the page
        bar: Theme.mm(screen.shown.bar)
        keys: screen.shown.frame_keys.map(key => ({
            name: key.name,
            icon: key.icon,
            label: Words.of(key.label),
            chosen: key.chosen,
            enabled: key.enabled && !screen.asking
        }))
        onPressed: name => screen.kiosk?.touched(name)

        Loader {
            anchors.top: parent.top
            width: parent.width
            height: parent.height - pages.height - Theme.unit
            active: screen.shown.low

            sourceComponent: HighPart {
                time: screen.shown.time
                icon: screen.shown.high?.icon ?? ""
                lead: Words.of(screen.shown.high?.lead)
                sub: Words.of(screen.shown.high?.sub)
                why: Words.of(screen.shown.high?.why)
                plan: screen.shown.high?.map ?? null
                notices: screen.shown.high?.notices ?? []
            }
        }

        KeptPages {
            id: pages

            objectName: "pages"
            folder: Qt.resolvedUrl("./")
            page: screen.shown.page
            most: 6  // home, and the way from there to a number
            anchors.bottom: parent.bottom
            width: parent.width
            height: screen.shown.low ? parent.height - Math.max(0, frame.height / 2 - frame.body.y)
                                     : parent.height
            onTurned: settle.restart()

            // The new page is there whole in its first frame, a little low, and settles.
            transform: Translate { id: drop }

            NumberAnimation {
                id: settle

                objectName: "settle"
                target: drop
                property: "y"
                from: Theme.change > 0 ? Theme.half : 0
                to: 0
                duration: Theme.change
                easing.type: Easing.OutQuad
            }

            Connections {
                target: pages.item
                ignoreUnknownSignals: true
                function onTouched(name) { screen.kiosk?.touched(name) }
            }
        }
    }

    // Nothing marks these two: held here, then touched there, they ask staff who they are.
    MouseArea {
        objectName: "corner-held"
        width: Theme.target
        height: Theme.target
        pressAndHoldInterval: Theme.cornerHold
        onPressAndHold: screen.kiosk?.touched(objectName)
    }

    MouseArea {
        objectName: "corner"
        anchors.right: parent.right
        width: Theme.target
        height: Theme.target
        onClicked: screen.kiosk?.touched(objectName)
    }

    Loader {
        anchors.fill: parent
        active: screen.asking

        sourceComponent: StillThere {
            low: screen.shown.low
            seconds: screen.shown.still?.left ?? 0
            total: screen.shown.still?.total ?? 1
            onTouched: name => screen.kiosk.touched(name)
        }
    }

    Loader {
        anchors.fill: parent
        active: screen.shown.attract !== ""

        sourceComponent: AttractCover {
            picture: screen.shown.attract
            film: screen.shown.attract_film
            moves: screen.shown.attract_moves
            onTouched: name => screen.kiosk.touched(name)
        }
    }
}
