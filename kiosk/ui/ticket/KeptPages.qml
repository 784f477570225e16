import QtQuick

// As PageLoader, for pages that nobody types into by a keyboard. Pages of `kept` are made once and shown
// again: each page that is made and destroyed leaves some memory behind, for ever.
Item {
    id: loader

    required property url folder
    required property var page
    property var given: ({})
    property var kept: []
    property string name: ""
    property Item item: null
    property bool complete: false  // folder and given are known
    property var made: ({})

    signal turned()

    function turn() {
        if (page.name === name) {
            if (item) item.page = page
            return
        }
        const old = item
        const next = made[page.name] ?? make()
        next.page = page
        next.visible = true
        item = next
        if (old) leave(old)
        name = page.name
        turned()
    }

    function make() {
        const page_file = Qt.createComponent(folder + page.name + ".qml")
        if (page_file.status !== Component.Ready) throw new Error(page_file.errorString())
        const next = page_file.createObject(loader, Object.assign({ page: page }, given))
        next.anchors.fill = loader
        if (kept.includes(page.name)) made[page.name] = next
        return next
    }

    function leave(old) {
        old.visible = false
        if (!Object.values(made).includes(old)) old.destroy()
    }

    onPageChanged: if (complete) turn()
    Component.onCompleted: {
        complete = true
        turn()
    }
}
