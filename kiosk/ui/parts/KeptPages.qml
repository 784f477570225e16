import QtQuick

// Shows the page that a look names: `<name>.qml` in `folder`, given every new value of its page.
// `given` is what else a page needs from the first moment on.
//
// A page that was made is shown again: making takes time, and each that is made and destroyed leaves
// some memory behind. Of more pages than `most`, that which was not seen for longest is destroyed; the
// first one never is. The new page is there whole before the old one goes, so no frame shows neither.
// `keepFirst()`, while that is shown, destroys all others.
// What a page keeps of those who used it before, it forgets in `entered()`; what must not stay in memory
// at all, in `leave()`.
FocusScope {
    id: pages

    required property url folder
    required property var page
    property var given: ({})
    property int most: 1000
    property string name: ""
    property Item item: null
    property bool complete: false  // folder and given are known
    property var made: ({})  // by name; null for one that was destroyed
    property var seen: []  // names of those that were made, the latest last

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
        next.focus = true
        item = next
        if (old) old.visible = false
        if (old && old.leave) old.leave()
        name = page.name
        if (next.entered) next.entered()
        remember()
        turned()
    }

    // Behind the first stand the others, as they were seen.
    function remember() {
        if (name !== seen[0]) seen = seen.filter(each => each !== name).concat(name)
        if (seen.length > most) forget(seen.splice(1, 1)[0])
    }

    function keepFirst() {
        if (name === seen[0]) seen.splice(1).forEach(forget)
    }

    // Not `delete made[name]`, which ends the program some pages later: QTBUG-147153, in Qt 6.9 to 6.11.
    function forget(name) {
        made[name].destroy()
        made[name] = null
    }

    function make() {
        const file = Qt.createComponent(folder + page.name + ".qml")
        if (file.status !== Component.Ready) throw new Error(file.errorString())
        const next = file.createObject(pages, Object.assign({ page: page }, given))
        next.anchors.fill = pages
        made[page.name] = next
        return next
    }

    onPageChanged: if (complete) turn()
    Component.onCompleted: {
        complete = true
        turn()
    }
}
