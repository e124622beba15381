// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/tls/tlsidentity.h"

#include "base/systemtime.h"
#include "capture/tls/selfsigned.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QSaveFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QStandardPaths>

#include <openssl/pem.h>
#include <openssl/x509.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MadeValidDays = 397;
constexpr int RenewDaysBefore = 30;
constexpr qint64 LargestPemBytes = 1 << 20;

Result<QByteArray, TlsError> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected(TlsError { TlsErrorCode::UnreadableFile, path + u": "_s + file.errorString() });
    return file.read(LargestPemBytes);
}

QSslKey keyFromPem(const QByteArray& pem)
{
    for (const auto algorithm : { QSsl::Ec, QSsl::Rsa, QSsl::Dsa }) {
        QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

bool belongTogether(const QByteArray& certificatePem, const QByteArray& keyPem)
{
    const auto bioOf
        = [](const QByteArray& pem) { return BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())); };
    BIO* certificateBio = bioOf(certificatePem);
    BIO* keyBio = bioOf(keyPem);
    X509* certificate = PEM_read_bio_X509(certificateBio, nullptr, nullptr, nullptr);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(keyBio, nullptr, nullptr, nullptr);
    const bool belong = certificate && key && X509_check_private_key(certificate, key) == 1;
    EVP_PKEY_free(key);
    X509_free(certificate);
    BIO_free(keyBio);
    BIO_free(certificateBio);
    return belong;
}

Result<QSslConfiguration, TlsError> configurationOf(const QByteArray& certificatePem, const QByteArray& keyPem,
    const QString& certificatePlace, const QString& keyPlace)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return Unexpected(TlsError { TlsErrorCode::NotPem,
            certificatePlace + u" holds no PEM certificate; it should begin with -----BEGIN CERTIFICATE-----"_s });
    const QSslKey key = keyFromPem(keyPem);
    if (key.isNull())
        return Unexpected(
            TlsError { TlsErrorCode::NotPem, keyPlace + u" holds no PEM private key without a pass phrase"_s });
    if (!belongTogether(certificatePem, keyPem))
        return Unexpected(TlsError {
            TlsErrorCode::KeyDoesNotMatch, keyPlace + u" is not the key of the certificate in "_s + certificatePlace });
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    configuration.setCaCertificates({});
    configuration.setAllowedNextProtocols({ QSslConfiguration::NextProtocolHttp1_1 });
    return configuration;
}

QString identityFolder(const TlsSettings& settings)
{
    if (!settings.identityFolder.isEmpty())
        return settings.identityFolder;
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/tls"_s;
}

QString madeKeyFile(const TlsSettings& settings)
{
    return identityFolder(settings) + u"/self-signed.key"_s;
}

QStringList madeNames(const TlsSettings& settings)
{
    QStringList names { u"localhost"_s, u"127.0.0.1"_s, u"::1"_s };
    for (const QString& name : settings.ownNames) {
        if (!names.contains(name.trimmed(), Qt::CaseInsensitive) && !name.trimmed().isEmpty())
            names << name.trimmed();
    }
    return names;
}

bool isStillGood(const QSslConfiguration& configuration, const QStringList& names)
{
    const QSslCertificate certificate = configuration.localCertificate();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (certificate.effectiveDate() > now || certificate.expiryDate() < now.addDays(RenewDaysBefore))
        return false;
    return std::all_of(
        names.begin(), names.end(), [&](const QString& name) { return certificateCovers(certificate, name); });
}

bool savePrivately(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

bool certificateCovers(const QSslCertificate& certificate, const QString& name)
{
    const auto alternatives = certificate.subjectAlternativeNames();
    const QHostAddress address(name);
    if (!address.isNull()) {
        const QStringList addresses = alternatives.values(QSsl::IpAddressEntry);
        return std::any_of(
            addresses.begin(), addresses.end(), [&](const QString& text) { return QHostAddress(text) == address; });
    }
    const QStringList dnsNames = alternatives.values(QSsl::DnsEntry);
    return std::any_of(dnsNames.begin(), dnsNames.end(), [&](const QString& pattern) {
        if (pattern.compare(name, Qt::CaseInsensitive) == 0)
            return true;
        const qsizetype dot = name.indexOf(u'.');
        return pattern.startsWith("*."_L1) && dot > 0
            && QStringView(name).sliced(dot).compare(QStringView(pattern).sliced(1), Qt::CaseInsensitive) == 0;
    });
}

Result<TlsIdentity, TlsError> TlsIdentity::load(const TlsSettings& settings)
{
    TlsIdentity identity;
    identity.m_settings = settings;
    if (settings.certificateFile.isEmpty() && settings.keyFile.isEmpty())
        return identity;
    if (settings.certificateFile.isEmpty() || settings.keyFile.isEmpty())
        return Unexpected(TlsError { TlsErrorCode::UnreadableFile, u"a certificate needs its key: give both files"_s });
    const auto certificate = readFile(settings.certificateFile);
    if (!certificate)
        return Unexpected(certificate.error());
    const auto key = readFile(settings.keyFile);
    if (!key)
        return Unexpected(key.error());
    auto configuration = configurationOf(*certificate, *key, settings.certificateFile, settings.keyFile);
    if (!configuration)
        return Unexpected(configuration.error());
    identity.m_own = *configuration;
    return identity;
}

Result<QSslConfiguration, TlsError> TlsIdentity::configurationFor(const QString& serverName)
{
    if (!m_own)
        return made();
    if (serverName.isEmpty() || certificateCovers(m_own->localCertificate(), serverName))
        return *m_own;
    if (madeNames(m_settings).contains(serverName, Qt::CaseInsensitive)) {
        const auto other = made();
        if (other)
            return other;
    }
    return *m_own;
}

QString TlsIdentity::madeCertificateFile(const TlsSettings& settings)
{
    return identityFolder(settings) + u"/self-signed.pem"_s;
}

Result<QSslConfiguration, TlsError> TlsIdentity::made()
{
    const QStringList names = madeNames(m_settings);
    if (m_made && isStillGood(*m_made, names))
        return *m_made;
    const QString certificateFile = madeCertificateFile(m_settings);
    const QString keyFile = madeKeyFile(m_settings);
    const auto keptCertificate = readFile(certificateFile);
    const auto keptKey = readFile(keyFile);
    if (keptCertificate && keptKey) {
        const auto kept = configurationOf(*keptCertificate, *keptKey, certificateFile, keyFile);
        if (kept && isStillGood(*kept, names)) {
            m_made = *kept;
            return *kept;
        }
    }
    const auto pair = makeSelfSigned(names, now(), MadeValidDays);
    if (!pair)
        return Unexpected(TlsError { TlsErrorCode::CannotMake,
            u"no certificate can be made for "_s + names.join(u", "_s) + u"; own names are DNS names or addresses"_s });
    const auto configuration = configurationOf(pair->certificate, pair->key, certificateFile, keyFile);
    if (!configuration)
        return configuration;
    m_made = *configuration;
    // A folder that cannot be written costs only that clients cannot trust the certificate across starts.
    if (QDir().mkpath(identityFolder(m_settings))) {
        savePrivately(keyFile, pair->key);
        savePrivately(certificateFile, pair->certificate);
    }
    return *configuration;
}

} // namespace hookloupe
