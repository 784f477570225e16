import QtQuick

// Shows the page that a look names: `<name>.qml` in `folder`, given every new value of its page.
// `given` is what else a page needs from the first moment on.
Loader {
    id: loader

    required property url folder
    required property var page
    property var given: ({})
    property string name: ""
    property bool complete: false  // folder and given are known

    signal turned()

    function turn() {
        if (page.name !== name) {
            name = page.name
            setSource(folder + name + ".qml", Object.assign({ page: page }, given))
            turned()
        } else if (item) {
            item.page = page
        }
    }

    onPageChanged: if (complete) turn()
    Component.onCompleted: {
        complete = true
        turn()
    }
}
