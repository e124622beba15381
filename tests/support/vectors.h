// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "support/requestof.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaType>
#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace hookloupe::test {

/// One request of tests/data/vectors that a provider, or somebody in its place, has signed.
struct ProviderVector {
    QByteArray name; ///< "stripe 0": for the names of test rows
    QByteArray provider;
    QByteArray scheme; ///< id of the scheme that fits it
    QByteArray secret;
    QByteArray url; ///< as the provider signed it
    Request request;
    std::map<QByteArray, QByteArray> params;
    std::optional<qint64> timestamp; ///< seconds; when it was signed
    bool isBodyCovered = true;
    QByteArrayList recognized; ///< ids of the profiles that its marks fit best, sorted
    QByteArray origin; ///< "official docs", "official SDK test", "self-made"
};

inline ProviderVector vectorOf(const QByteArray& provider, const QJsonObject& object)
{
    const auto text = [&](const QString& key) { return object[key].toString().toUtf8(); };
    ProviderVector vector;
    vector.provider = provider;
    vector.scheme = text(QStringLiteral("scheme"));
    vector.secret = text(QStringLiteral("secret"));
    vector.url = text(QStringLiteral("url"));
    HeaderList headers;
    const qsizetype authority = vector.url.indexOf("://") + 3;
    const qsizetype path = vector.url.indexOf('/', authority);
    headers.emplace_back("Host", vector.url.mid(authority, path < 0 ? -1 : path - authority));
    const QJsonObject given = object[QStringLiteral("headers")].toObject();
    for (auto header = given.begin(); header != given.end(); ++header)
        headers.emplace_back(header.key().toUtf8(), header.value().toString().toUtf8());
    const QByteArray body = QByteArray::fromBase64(text(QStringLiteral("body_base64")));
    vector.request = requestOf(text(QStringLiteral("method")), targetOf(vector.url), headers, body);
    const QJsonObject params = object[QStringLiteral("params")].toObject();
    for (auto param = params.begin(); param != params.end(); ++param)
        vector.params.emplace(param.key().toUtf8(), param.value().toString().toUtf8());
    if (object.contains(QStringLiteral("timestamp")))
        vector.timestamp = object[QStringLiteral("timestamp")].toInteger();
    vector.isBodyCovered = object[QStringLiteral("body_covered")].toBool(true);
    for (const QJsonValue& id : object[QStringLiteral("recognized")].toArray())
        vector.recognized.append(id.toString().toUtf8());
    vector.origin = text(QStringLiteral("origin"));
    return vector;
}

/// All of them, by provider. HOOKLOUPE_TEST_DATA is the folder tests/data.
inline std::vector<ProviderVector> providerVectors()
{
    std::vector<ProviderVector> vectors;
    const QDir folder(QStringLiteral(HOOKLOUPE_TEST_DATA "/vectors"));
    const QStringList names = folder.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QByteArray provider = name.chopped(5).toUtf8();
        int number = 0;
        for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array()) {
            vectors.push_back(vectorOf(provider, value.toObject()));
            vectors.back().name = provider + ' ' + QByteArray::number(number++);
        }
    }
    return vectors;
}

} // namespace hookloupe::test

Q_DECLARE_METATYPE(hookloupe::test::ProviderVector)
