// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secretargument.h"

#include <QFile>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxFileBytes = 64 << 10;

Result<NamedSecret, QString> fromFile(const QString& argument, const QString& path)
{
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
    return NamedSecret { argument, content };
}

} // namespace

Result<NamedSecret, QString> readSecretArgument(const QString& argument)
{
    if (argument.startsWith("env:"_L1)) {
        const QString name = argument.mid(4);
        const QByteArray value = qgetenv(name.toLocal8Bit().constData());
        if (value.isEmpty())
            return Unexpected(u"the environment variable %1 is not set; set it to the secret"_s.arg(name));
        return NamedSecret { argument, value };
    }
    if (argument.startsWith("file:"_L1))
        return fromFile(argument, argument.mid(5));
    if (argument.startsWith("keychain:"_L1))
        return Unexpected(
            u"keychain: secrets are not available in this version; use env:NAME or file:PATH in place of %1"_s.arg(
                argument));
    if (argument.isEmpty())
        return Unexpected(u"the secret is empty; give env:NAME, file:PATH or the text itself"_s);
    return NamedSecret { u"given on the command line"_s, argument.toUtf8() };
}

} // namespace hookloupe
