import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 意见箱: what it is, what it is about; choices alone.
KioskPage {
    id: box

    readonly property real cell: {
        const labels = (flat ? 2 : 3) * gap + kind.height + subject.height + heading.height
        const most = (foot.y - labels - 4 * gap) / 4
        return Math.max(Theme.target, Math.min(most, Theme.footKey))
    }

    Label {
        id: heading

        width: parent.width
        height: visible ? undefined : 0
        visible: !box.flat
        text: Words.say("opinion")
        font.pixelSize: Theme.title
        heavy: true
    }

    Label {
        id: kind

        anchors.top: heading.bottom
        anchors.topMargin: box.flat ? 0 : box.gap
        width: parent.width
        text: Words.say("opinion.kind")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        id: kinds

        anchors.top: kind.bottom
        anchors.topMargin: box.gap / 2
        columns: 2
        spacing: box.gap

        Repeater {
            model: box.page.kinds.length

            GroupKey {
                required property int index
                readonly property var row: box.at(box.page.kinds, index)

                objectName: row.name ?? ""
                width: (box.width - box.gap) / 2
                height: box.cell
                icon: row.icon ?? ""
                label: Words.of(row.label)
                chosen: row.chosen ?? false
                onTriggered: box.touched(objectName)
            }
        }
    }

    Label {
        id: subject

        anchors.top: kinds.bottom
        anchors.topMargin: box.gap
        width: parent.width
        text: Words.say("opinion.about")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        anchors.top: subject.bottom
        anchors.topMargin: box.gap / 2
        columns: 2
        spacing: box.gap

        Repeater {
            model: box.page.subjects.length

            GroupKey {
                required property int index
                readonly property var row: box.at(box.page.subjects, index)

                objectName: row.name ?? ""
                width: (box.width - box.gap) / 2
                height: box.cell
                icon: row.icon ?? ""
                label: Words.of(row.label)
                chosen: row.chosen ?? false
                onTriggered: box.touched(objectName)
            }
        }
    }

    BottomRow {
        id: foot

        name: "give"
        icon: "tick"
        label: Words.say("opinion.give")
        ready: box.page.ready
        onTriggered: box.touched("give")
    }

    QuietButton {
        objectName: "write"
        anchors { left: parent.left; bottom: foot.bottom }
        width: box.width * 0.58 - box.gap
        height: foot.height
        icon: "document"
        label: Words.of(box.page.write)
        enabled: box.page.writing
        onTriggered: box.touched(objectName)
    }
}
