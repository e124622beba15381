// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secrets/secretplaces.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/crypto.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxFileBytes = 64 << 10;

} // namespace

Result<QByteArray, QString> readSecretVariable(const QString& name)
{
    const QByteArray value = qgetenv(name.toLocal8Bit().constData());
    if (value.isEmpty())
        return Unexpected(u"the environment variable %1 is not set; set it to the secret"_s.arg(name));
    return value;
}

Result<QByteArray, QString> readSecretFile(const QString& path, SecretFileKind kind)
{
    if (const QFileInfo info(path); kind == SecretFileKind::RegularFile && info.exists() && !info.isFile())
        return Unexpected(u"%1 is no ordinary file; name the file that holds the secret"_s.arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected(u"the secret file %1 cannot be read: %2"_s.arg(path, file.errorString()));
    QByteArray content = file.read(MaxFileBytes + 1);
    if (content.size() > MaxFileBytes)
        return Unexpected(
            u"the secret file %1 is longer than 64 KiB; name the file that holds the secret alone"_s.arg(path));
    // Editors end a file with a line end; a secret with two of them is nobody's intention, but it is told apart.
    if (content.endsWith('\n'))
        content.chop(content.endsWith("\r\n") ? 2 : 1);
    if (content.isEmpty())
        return Unexpected(u"the secret file %1 is empty"_s.arg(path));
    return content;
}

void wipeSecret(QByteArray& value)
{
    if (value.isDetached())
        OPENSSL_cleanse(value.data(), static_cast<std::size_t>(value.size()));
    value.clear();
}

} // namespace hookloupe
