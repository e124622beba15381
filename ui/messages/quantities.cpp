// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/quantities.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringDecoder>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Quantities)
};

QString decimal(double value)
{
    const QString text = QLocale().toString(value, 'f', value < 99.95 ? 1 : 0);
    const QString tail = QLocale().decimalPoint() + QLocale().zeroDigit();
    return text.endsWith(tail) ? text.chopped(tail.size()) : text;
}

bool isControl(QChar c)
{
    return c < u' ' || c == QChar(0x7f);
}

} // namespace

QString sizeText(qint64 bytes)
{
    if (bytes < 1024)
        return Texts::tr("%1 B").arg(bytes);
    const auto value = static_cast<double>(bytes);
    if (bytes < 1 << 20)
        return Texts::tr("%1 KiB").arg(decimal(value / 1024));
    if (bytes < 1 << 30)
        return Texts::tr("%1 MiB").arg(decimal(value / (1 << 20)));
    return Texts::tr("%1 GiB").arg(decimal(value / (1 << 30)));
}

QString durationText(std::chrono::milliseconds duration)
{
    const qint64 ms = duration.count();
    if (ms < 1000)
        return Texts::tr("%1 ms").arg(ms);
    if (ms < 60'000)
        return Texts::tr("%1 s").arg(decimal(static_cast<double>(ms) / 1000));
    if (ms < 3'600'000)
        return Texts::tr("%1 min").arg(decimal(static_cast<double>(ms) / 60'000));
    return Texts::tr("%1 h").arg(decimal(static_cast<double>(ms) / 3'600'000));
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString shownBytes(QByteArrayView bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8.decode(bytes);
    if (utf8.hasError())
        text = QString::fromLatin1(bytes);
    for (QChar& c : text) {
        if (isControl(c))
            c = c == QChar(0x7f) ? QChar(0x2421) : QChar(0x2400 + c.unicode());
    }
    return text;
}

} // namespace hookloupe
