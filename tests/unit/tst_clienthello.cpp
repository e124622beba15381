// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/tls/clienthello.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QByteArray number(qsizetype value, int bytes)
{
    QByteArray out;
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>((value >> (8 * i)) & 0xff);
    return out;
}

QByteArray block(const QByteArray& content, int lengthBytes)
{
    return number(content.size(), lengthBytes) + content;
}

/// A ClientHello by RFC 8446 section 4.1.2 with the two extensions that are looked at.
QByteArray helloMessage(const QByteArray& serverName, const QList<QByteArray>& protocols)
{
    QByteArray extensions;
    if (!serverName.isEmpty())
        extensions += number(0, 2) + block(block(QByteArray(1, '\0') + block(serverName, 2), 2), 2);
    QByteArray list;
    for (const QByteArray& protocol : protocols)
        list += block(protocol, 1);
    if (!list.isEmpty())
        extensions += number(16, 2) + block(block(list, 2), 2);
    const QByteArray body = number(0x0303, 2) + QByteArray(32, 'r') + block({}, 1) + block(number(0x1301, 2), 2)
        + block(QByteArray(1, '\0'), 1) + block(extensions, 2);
    return QByteArray(1, '\1') + block(body, 3);
}

QByteArray record(const QByteArray& fragment)
{
    return QByteArray("\x16\x03\x01") + block(fragment, 2);
}

} // namespace

class tst_ClientHello : public QObject {
    Q_OBJECT

private slots:
    void readsNameAndProtocols()
    {
        ClientHello hello;
        QCOMPARE(parseClientHello(record(helloMessage("API.example.com", { "h2", "http/1.1" })), hello),
            HelloState::Complete);
        QCOMPARE(hello.serverName, u"api.example.com"_s);
        QCOMPARE(hello.protocols, (std::vector<QByteArray> { "h2", "http/1.1" }));
    }

    void readsAHelloOverSeveralRecords()
    {
        const QByteArray message = helloMessage("a.example", {});
        ClientHello hello;
        QCOMPARE(parseClientHello(QByteArray(record(message.first(20)) + record(message.sliced(20))), hello),
            HelloState::Complete);
        QCOMPARE(hello.serverName, u"a.example"_s);
    }

    void wantsMoreUntilItIsWhole()
    {
        const QByteArray whole = record(helloMessage("a.example", { "http/1.1" }));
        for (qsizetype size = 0; size < whole.size(); ++size) {
            ClientHello hello;
            QCOMPARE(parseClientHello(whole.first(size), hello), HelloState::Incomplete);
        }
    }

    void tellsHttpFromTls_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("GET") << QByteArray("GET / HTTP/1.1\r\n");
        QTest::newRow("empty line first") << QByteArray("\r\n");
        QTest::newRow("handshake byte, but no TLS version") << QByteArray("\x16\x05\x01");
        QTest::newRow("SSL 2 hello") << QByteArray("\x80\x2e\x01\x00\x02", 5);
    }

    void tellsHttpFromTls()
    {
        QFETCH(QByteArray, bytes);
        ClientHello hello;
        QCOMPARE(parseClientHello(bytes, hello), HelloState::NotTls);
    }

    void survivesAnyBytes()
    {
        QRandomGenerator random(20);
        const QByteArray whole = record(helloMessage("a.example", { "h2" }));
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes = whole;
            for (int flips = 0; flips < 3; ++flips)
                bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(256));
            ClientHello hello;
            parseClientHello(bytes, hello);
            QVERIFY(hello.serverName.size() <= bytes.size());
        }
    }
};

QTEST_GUILESS_MAIN(tst_ClientHello)
#include "tst_clienthello.moc"
