// SPDX-License-Identifier: GPL-3.0-or-later
// The least that QHttpServer can do: one route that answers 200 and keeps nothing. Prints its port, then serves.
#include <QCoreApplication>
#include <QHttpServer>
#include <QTcpServer>

#include <cstdio>
#include <memory>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QHttpServer server;
    server.route(QStringLiteral("/<arg>"),
        [](const QString&) { return QHttpServerResponse(QHttpServerResponse::StatusCode::Ok); });
    auto sockets = std::make_unique<QTcpServer>();
    sockets->setListenBacklogSize(4096); // its default of 50 would measure the kernel's retries
    if (!sockets->listen(QHostAddress(QHostAddress::LocalHost), 0)) {
        std::fprintf(stderr, "barehttpserver: no port: %s\n", qPrintable(sockets->errorString()));
        return 3;
    }
    std::printf("{\"port\":%d}\n", int(sockets->serverPort()));
    std::fflush(stdout);
    server.bind(sockets.release());
    return QCoreApplication::exec();
}
