// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profilereader.h"
#include "profile/requestvalues.h"
#include "signature/verifier.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace hookloupe::test {

/// One signed request of tests/data/vectors.
struct SignatureVector {
    QString name; ///< for test rows: "stripe 1"
    QString profileId;
    QByteArray scheme;
    QByteArray head; ///< request line to the empty line
    QByteArray body;
    QByteArray secret;
    EndpointValues endpoint;
    bool isBodyCovered = false;
    qint64 signedAt = 0; ///< seconds since 1970; 0: not known
};

inline QByteArray fileContent(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline SignatureVector vectorFrom(const QJsonObject& json, const QString& profileId, int index)
{
    SignatureVector vector;
    vector.name = profileId + QLatin1Char(' ') + QString::number(index + 1);
    vector.profileId = profileId;
    vector.scheme = json[QLatin1String("scheme")].toString().toUtf8();
    vector.secret = json[QLatin1String("secret")].toString().toUtf8();
    vector.body = QByteArray::fromBase64(json[QLatin1String("body_base64")].toString().toLatin1());
    vector.isBodyCovered = json[QLatin1String("body_covered")].toBool();
    vector.signedAt = json[QLatin1String("timestamp")].toInteger();
    const QByteArray url = json[QLatin1String("url")].toString().toUtf8();
    vector.endpoint.publicUrl = url;
    const QJsonObject params = json[QLatin1String("params")].toObject();
    for (auto it = params.begin(); it != params.end(); ++it)
        vector.endpoint.params.emplace(it.key().toUtf8(), it.value().toString().toUtf8());
    const qsizetype host = url.indexOf("://") + 3;
    const qsizetype path = url.indexOf('/', host);
    vector.head = json[QLatin1String("method")].toString().toUtf8() + ' ' + url.mid(path)
        + " HTTP/1.1\r\nHost: " + url.mid(host, path - host) + "\r\n";
    const QJsonObject headers = json[QLatin1String("headers")].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        vector.head += it.key().toUtf8() + ": " + it.value().toString().toUtf8() + "\r\n";
    vector.head += "\r\n";
    return vector;
}

/// All vectors of a folder, by file name.
inline std::vector<SignatureVector> signatureVectors(const QString& folder)
{
    std::vector<SignatureVector> vectors;
    const QStringList files = QDir(folder).entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        const QJsonArray array = QJsonDocument::fromJson(fileContent(folder + QLatin1Char('/') + file)).array();
        for (qsizetype i = 0; i < array.size(); ++i)
            vectors.push_back(vectorFrom(array.at(i).toObject(), file.chopped(5), static_cast<int>(i)));
    }
    return vectors;
}

inline Request requestFrom(const QByteArray& head, const QByteArray& body)
{
    Request request;
    request.head = RequestHead::parse(head);
    request.body = Body(body);
    request.framing = BodyFraming::ContentLength;
    return request;
}

/// A moment so many seconds after 1970.
inline SystemTime atSecond(qint64 seconds)
{
    return SystemTime(std::chrono::seconds(seconds));
}

inline ProfilePtr shippedProfile(const QString& folder, const QString& id)
{
    const Result<ProfilePtr, std::vector<ProfileError>> profile
        = readProfile(fileContent(folder + QLatin1Char('/') + id + QLatin1String(".json")), id);
    if (profile)
        return *profile;
    for (const ProfileError& error : profile.error())
        qWarning("%s", qPrintable(toText(error)));
    return nullptr;
}

inline SignatureReport verified(const Profile& profile, const Request& request, const EndpointValues& endpoint,
    const std::vector<NamedSecret>& secrets, SystemTime arrivedAt)
{
    RequestValues values(request, endpoint);
    return verifySignature(profile, request, values, secrets, arrivedAt);
}

inline std::vector<NamedSecret> oneSecret(const QByteArray& value)
{
    return { { QStringLiteral("only"), value } };
}

} // namespace hookloupe::test
