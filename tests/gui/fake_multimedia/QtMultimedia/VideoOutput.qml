import QtQuick

// Stands for where Qt draws a film.
Item {
    enum FillMode { PreserveAspectFit = 1 }

    property int fillMode
}
