// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/tls/selfsigned.h"
#include "capture/tls/tlsidentity.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class tst_TlsIdentity : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    TlsSettings settings(const QString& name) const
    {
        TlsSettings settings;
        settings.identityFolder = m_folder.filePath(name);
        return settings;
    }

    static QSslCertificate shown(const TlsSettings& settings, const QString& serverName)
    {
        auto identity = TlsIdentity::load(settings);
        if (!identity)
            return QSslCertificate();
        const auto configuration = identity->configurationFor(serverName);
        return configuration ? configuration->localCertificate() : QSslCertificate();
    }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the test's own file");
        return file.fileName();
    }

private slots:
    void makesACertificateForThisMachine()
    {
        const QSslCertificate certificate = shown(settings(u"a"_s), {});
        for (const QString& name : { u"localhost"_s, u"127.0.0.1"_s, u"::1"_s })
            QVERIFY2(certificateCovers(certificate, name), qPrintable(name));
        QVERIFY(!certificateCovers(certificate, u"example.com"_s));
        QVERIFY(certificate.effectiveDate() < QDateTime::currentDateTimeUtc());
    }

    void keepsItsKeyForTheOwnerAlone()
    {
        const TlsSettings kept = settings(u"b"_s);
        shown(kept, {});
        const auto permissions = QFile::permissions(kept.identityFolder + u"/self-signed.key"_s);
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
        QVERIFY(permissions & QFile::ReadOwner);
    }

    void keepsTheCertificateUntilANameIsMissing()
    {
        TlsSettings kept = settings(u"c"_s);
        const QSslCertificate first = shown(kept, {});
        QCOMPARE(shown(kept, {}), first);

        kept.ownNames = { u"hooks.test"_s };
        const QSslCertificate second = shown(kept, {});
        QVERIFY(second != first);
        QVERIFY(certificateCovers(second, u"hooks.test"_s));
    }

    void renewsBeforeItExpires_data()
    {
        QTest::addColumn<int>("daysLeft");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("29 days left") << 29 << false;
        QTest::newRow("31 days left") << 31 << true;
    }

    void renewsBeforeItExpires()
    {
        QFETCH(int, daysLeft);
        QFETCH(bool, isKept);
        const TlsSettings kept = settings(QStringLiteral("renew%1").arg(daysLeft));
        // The certificate counts from a day before it is made.
        const auto pair = makeSelfSigned({ u"localhost"_s, u"127.0.0.1"_s, u"::1"_s }, now(), daysLeft + 1);
        QVERIFY(pair && QDir().mkpath(kept.identityFolder));
        write(u"renew%1/self-signed.pem"_s.arg(daysLeft), pair->certificate);
        write(u"renew%1/self-signed.key"_s.arg(daysLeft), pair->key);

        const QSslCertificate planted(pair->certificate);
        QCOMPARE(shown(kept, {}) == planted, isKept);
    }

    void choosesByTheNameThatTheClientAsksFor()
    {
        const auto pair = makeSelfSigned({ u"hooks.example.com"_s, u"*.wild.example"_s }, now(), 90);
        QVERIFY(pair);
        TlsSettings own = settings(u"d"_s);
        own.certificateFile = write(u"own.pem"_s, pair->certificate);
        own.keyFile = write(u"own.key"_s, pair->key);
        const QSslCertificate mine(pair->certificate);

        QCOMPARE(shown(own, u"hooks.example.com"_s), mine);
        QCOMPARE(shown(own, u"a.wild.example"_s), mine);
        QCOMPARE(shown(own, u"other.example"_s), mine);
        QCOMPARE(shown(own, {}), mine);
        QVERIFY(certificateCovers(shown(own, u"localhost"_s), u"localhost"_s));
    }

    void refusesFilesThatCannotWork()
    {
        const auto pair = makeSelfSigned({ u"a.example"_s }, now(), 90);
        const auto other = makeSelfSigned({ u"a.example"_s }, now(), 90);
        QVERIFY(pair && other);
        TlsSettings own;
        own.certificateFile = m_folder.filePath(u"absent.pem"_s);
        own.keyFile = write(u"k.key"_s, pair->key);
        auto loaded = TlsIdentity::load(own);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, TlsErrorCode::UnreadableFile);
        QVERIFY(loaded.error().detail.contains(u"absent.pem"_s));

        own.certificateFile = write(u"junk.pem"_s, "no certificate");
        loaded = TlsIdentity::load(own);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, TlsErrorCode::NotPem);

        own.certificateFile = write(u"other.pem"_s, other->certificate);
        loaded = TlsIdentity::load(own);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, TlsErrorCode::KeyDoesNotMatch);

        own.keyFile.clear();
        QVERIFY(!TlsIdentity::load(own));
    }

    void makesNothingForANameThatIsNone()
    {
        QVERIFY(!makeSelfSigned({ u"a b"_s }, now(), 90));
        QVERIFY(!makeSelfSigned({ u"a,DNS:b"_s }, now(), 90));
        QVERIFY(!makeSelfSigned({}, now(), 90));
    }
};

QTEST_GUILESS_MAIN(tst_TlsIdentity)
#include "tst_tlsidentity.moc"
