// SPDX-License-Identifier: GPL-3.0-or-later
// The least window a Qt program can show, as the measure for start-up: an empty table in a main window.
#include <QApplication>
#include <QMainWindow>
#include <QTableView>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QTableView);
    window.resize(1024, 680);
    window.show();
    return QApplication::exec();
}
