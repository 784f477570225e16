import QtQuick

// Stands for Qt's player, which is an extra: it keeps what it was told to play.
QtObject {
    enum Loops { Infinite = -1 }

    property url source
    property Item videoOutput
    property int loops: 1
    property int played: 0

    function play() { played += 1 }
}
