import QtQuick
import QtMultimedia

// A film, again and again, without its sound: the only file that needs Qt's multimedia, which is an
// extra of its own (service-hall[film]). Whoever loads it knows that it is there.
Item {
    id: film

    property string film

    VideoOutput {
        id: glass

        anchors.fill: parent
        fillMode: VideoOutput.PreserveAspectFit
    }

    MediaPlayer {
        objectName: "player"
        source: film.film
        videoOutput: glass
        loops: MediaPlayer.Infinite
        onSourceChanged: play()
    }
}
