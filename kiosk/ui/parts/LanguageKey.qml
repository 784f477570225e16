import kiosk.ui

// Turns the screen to its other language.
TextKey {
    objectName: "language"
    word: Words.say("language")
    wordInk: Theme.muted
    onTriggered: Words.language = Words.language === "zh" ? "en" : "zh"
}
