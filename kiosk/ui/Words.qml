pragma Singleton
import QtQuick

// What the screens say, from the table of kiosk/words: one language at a time, Chinese first.
QtObject {
    property string language: "zh"
    property var table: typeof stage === "undefined" ? ({}) : stage.words

    // The words of `key`, with {name} replaced from `values`.
    function say(key, values) {
        const entry = table[key]
        return entry ? fill(entry[language], values) : key
    }

    // The right half of a {zh, en} pair that came with a value; "" for none.
    function of(pair) {
        return pair ? pair[language] ?? "" : ""
    }

    function fill(text, values) {
        return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text
    }
}
