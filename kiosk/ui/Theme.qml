pragma Singleton
import QtQuick

// Every colour, size and duration of every screen. Sizes are millimetres on the glass, turned
// into pixels by `pxPerMm`; on a glass of more than 21.5 inches all of them `grow` with it.
// Whoever `stands` before it (the ticket kiosk) reads the sizes of kiosk/ticket/measures.py, in
// elder mode those for 长辈版; on other screens text grows by half.
// `stage` is what the program knows before anything is drawn (kiosk/qt/qml_host.py).
QtObject {
    property real pxPerMm: typeof stage === "undefined" ? 3.78 : stage.pxPerMm  // 96 dots per inch
    property real grow: 1
    property bool stands: false
    property bool elder: false
    property bool highContrast: false

    readonly property real textScale: elder ? 1.5 : 1
    readonly property real lineHeight: stands ? 0.9 : 1  // of the font's own, which is 1.45 of its em

    // The bold face: a font of its own, for Qt takes one weight of a variable one.
    readonly property string heavyFamily: "Noto Sans CJK SC"
    readonly property var heavyAxes: ({ wght: 700 })
    readonly property var plainAxes: ({ wght: 400 })  // of a rare character that only it has

    function mm(length) { return Math.round(length * pxPerMm * grow) }
    function text(length) { return Math.round(length * pxPerMm * textScale) }
    function type(desk, standing, large) {
        return stands ? Math.ceil((elder ? large : standing) * pxPerMm * grow) : text(desk)
    }

    // Grounds and inks. Pairs that meet on a screen are listed in tests/gui/test_theme.py.
    readonly property color paper: highContrast ? "#000000" : "#F4F6F9"
    readonly property color surface: highContrast ? "#000000" : "#FFFFFF"
    readonly property color ink: highContrast ? "#FFFFFF" : "#14213D"
    readonly property color muted: highContrast ? "#FFFFFF" : "#475569"
    readonly property color primary: highContrast ? "#FFD84D" : "#0B57B7"
    readonly property color pressed: highContrast ? "#FFFFFF" : "#083B7C"
    readonly property color primaryInk: highContrast ? "#000000" : "#FFFFFF"
    readonly property color ok: highContrast ? "#FFFFFF" : "#17724A"
    readonly property color warn: highContrast ? "#FFD84D" : "#9A4A07"
    readonly property color stop: highContrast ? "#FFD84D" : "#B3201B"
    readonly property color statusInk: highContrast ? "#000000" : "#FFFFFF"
    readonly property color edge: highContrast ? "#FFFFFF" : "#77849A"  // of what can be pressed
    readonly property color line: highContrast ? "#FFFFFF" : "#D5DCE6"
    readonly property color trough: highContrast ? "#000000" : "#E6EBF2"
    readonly property color touched: highContrast ? "#FFFFFF" : "#DCE8F8"  // a pressed quiet key
    readonly property color touchedInk: highContrast ? "#000000" : "#14213D"
    readonly property color off: highContrast ? "#000000" : "#E6EBF2"  // a key that cannot be pressed
    readonly property color offInk: highContrast ? "#FFFFFF" : "#56637A"
    readonly property color tint: highContrast ? "#000000" : "#E7F0FB"
    readonly property color okTint: highContrast ? "#000000" : "#E3F3EB"
    readonly property color warnTint: highContrast ? "#000000" : "#FCF0E3"
    readonly property color stopTint: highContrast ? "#000000" : "#FBE8E7"
    readonly property color code: "#FFFFFF"  // the ground of a QR code: white in every mode
    readonly property color veil: highContrast ? "#000000" : "#F4F6F9"

    // The grid.
    readonly property int unit: mm(4)
    readonly property int half: mm(2)
    readonly property int quarter: mm(1)
    readonly property int radius: mm(2)
    readonly property int hairline: Math.max(1, Math.round((highContrast ? 0.6 : 0.3) * pxPerMm))
    readonly property int focusRing: Math.max(2, mm(0.8))
    readonly property int target: mm(20)
    readonly property int apart: mm(5)

    // Type on the kiosk.
    readonly property int body: type(5, 6.6, 10)
    readonly property int button: type(6, 6.8, 10)
    readonly property int title: type(9, 9, 12)
    readonly property int number: type(45, 45, 60)
    readonly property int icon: type(8, 9, 12)

    // More of the ticket kiosk. What grows with elder mode is `type`, what keeps its size is `mm`.
    readonly property int hero: type(12, 12, 13)  // the three ways from home
    readonly property int cardName: type(8, 8, 10.5)
    readonly property int lead: type(7, 7, 10)
    readonly property int rowName: type(6.5, 7, 10)
    readonly property int letter: type(9, 9, 10.5)  // on the keypad
    readonly property int caption: mm(4.5)
    readonly property int least: mm(3.6)  // fitted text gets no smaller
    readonly property int plate: mm(40)  // a figure that is seen first
    readonly property int slipNumber: mm(40)
    readonly property int slipText: mm(5)
    readonly property int smallSign: mm(7)
    readonly property int sign: mm(9)
    readonly property int middleSign: mm(13)
    readonly property int largeSign: mm(27)
    readonly property int smallDisc: mm(28)
    readonly property int disc: mm(36)
    readonly property int largeDisc: mm(48)
    readonly property int ring: mm(60)
    readonly property int caret: mm(10)
    readonly property int thickBar: mm(6)
    readonly property int footKey: mm(28)  // the one action at the bottom right
    readonly property int wideKey: mm(100)
    readonly property int tallKey: mm(40)
    readonly property int tallCard: mm(72)
    readonly property int slotWidth: mm(200)
    readonly property int slipHeight: mm(150)
    readonly property int codeWidth: mm(110)
    readonly property int slipTime: 4 * change  // the paper follows what the printer has
    readonly property int slotArrow: mm(20)

    // Type and keys of the clerk's panel: a desk screen, read at arm's length, used by mouse.
    readonly property int deskCaption: text(3.7)
    readonly property int deskBody: text(4.3)
    readonly property int deskNumber: text(17)
    readonly property int deskKey: mm(20)
    readonly property int deskMiddleKey: mm(18)
    readonly property int deskSmallKey: mm(14)
    readonly property int deskRow: mm(6.6)
    readonly property int deskUndo: mm(9)
    readonly property int deskUndoKey: mm(26)  // below the ways of the guide desk

    // Type and grid of the hall board: read from ten metres, digits 57 mm high.
    readonly property int boardNumber: text(75)
    readonly property int boardClock: text(54)
    readonly property int boardHeading: text(26)
    readonly property int boardBody: text(18)
    readonly property int boardNote: text(28)  // beside a call, read from as far as the call
    readonly property int boardNotice: text(24)
    readonly property int boardLeast: text(9)  // a long name of a zone gets no smaller
    readonly property int boardZone: mm(52)
    readonly property int boardUnit: mm(20)
    readonly property int boardBar: mm(8)

    // Type and keys of the clock-in screen: ten inches, beside a reader.
    readonly property int clockInTime: text(26)
    readonly property int clockInHeadline: text(16)
    readonly property int clockInTold: text(19)  // which punch it was
    readonly property int clockInPerson: text(15)
    readonly property int clockInSoft: text(4.2)  // the second language
    readonly property int clockInLeast: text(2.6)
    readonly property int clockInBar: mm(14)
    readonly property int clockInHighBar: mm(21)
    readonly property int clockInName: mm(27)
    readonly property int clockInLargeKey: mm(26)
    readonly property int clockInPadKey: mm(21)

    // Time in milliseconds.
    readonly property int cornerHold: 3000  // of the corner that opens the way for staff
    readonly property int fade: 1500  // from picture to picture, while nobody is there
    readonly property int change: highContrast ? 0 : 150
    readonly property int turn: highContrast ? 0 : 1200  // one turn of the spinner

    // A colour by the name of its meaning: ok, warn, stop, primary, quiet.
    function tone(name) {
        return name === "ok" ? ok : name === "warn" ? warn : name === "stop" ? stop
             : name === "primary" ? primary : muted
    }
    function toneTint(name) {
        return name === "ok" ? okTint : name === "warn" ? warnTint : name === "stop" ? stopTint
             : name === "primary" ? tint : trough
    }
}
