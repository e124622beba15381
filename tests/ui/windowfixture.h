// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/captureengine.h"
#include "settings/settingsstore.h"
#include "support/fakekeyring.h"
#include "theme/theme.h"
#include "widgets/deliverytableview.h"
#include "widgets/emptystate.h"
#include "windows/mainwindow.h"

#include <QAction>
#include <QLabel>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace hookloupe {

using namespace Qt::StringLiterals;

/// The whole program without its main(): an engine, settings and a session of its own, on a free port.
struct WindowFixture {
    explicit WindowFixture(const QString& addresses = u"127.0.0.1:0"_s)
    {
        qputenv("HOOKLOUPE_PROFILES", folder.filePath(u"profiles"_s).toLocal8Bit());
        settings.set(setting::ListenAddresses, addresses);
        engine = std::make_unique<CaptureEngine>();
        window = std::make_unique<MainWindow>(*engine, settings, std::make_unique<test::FakeKeyring>(keyring));
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
    }

    void start() { window->start(folder.filePath(u"one.hookloupe"_s)); }

    template<typename T>
    T* child(const char* name) const
    {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    QAction* action(const char* name) const { return child<QAction>(name); }
    DeliveryTableView* table() const { return child<DeliveryTableView>("deliveryTable"); }
    EmptyState* empty() const { return child<EmptyState>("emptyState"); }
    QString status(const char* name) const { return child<QLabel>(name)->text(); }
    int rows() const { return table()->model()->rowCount(); }

    /// \param headers  lines with their ends
    QByteArray post(const QByteArray& path, const QByteArray& body = "{}", const QByteArray& headers = {}) const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, engine->listeningAt().front().port);
        socket.write("POST " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + headers
            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QByteArray answer;
        const bool isClosed = QTest::qWaitFor([&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        });
        return isClosed ? answer.left(answer.indexOf('\r')) : QByteArray("no end");
    }

    QTemporaryDir folder;
    SettingsStore settings { folder.filePath(u"settings.ini"_s) };
    std::shared_ptr<test::FakeKeyringState> keyring = std::make_shared<test::FakeKeyringState>();
    std::unique_ptr<CaptureEngine> engine;
    std::unique_ptr<MainWindow> window;
};

inline bool isShown(const QWidget* widget)
{
    return widget && widget->isVisible();
}

} // namespace hookloupe
