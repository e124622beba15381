// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/portholder.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QSet>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Inodes of the sockets that listen on the port, from one of the kernel's tables.
void addListeningInodes(const QString& table, quint16 port, QSet<QByteArray>& inodes)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        constexpr qsizetype InodeField = 9;
        if (fields.size() <= InodeField || fields[3] != "0A")
            continue;
        if (fields[1].split(':').last().toUShort(nullptr, 16) == port)
            inodes.insert(fields[InodeField]);
    }
}

bool holdsOneOf(const QString& pid, const QSet<QByteArray>& inodes)
{
    const QDir descriptors(u"/proc/"_s + pid + u"/fd"_s);
    const QStringList names = descriptors.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        const QByteArray target = QFile::symLinkTarget(descriptors.filePath(name)).section(u'/', -1).toUtf8();
        if (target.startsWith("socket:[") && inodes.contains(target.mid(8, target.size() - 9)))
            return true;
    }
    return false;
}

} // namespace

QString portHolder(quint16 port)
{
    QSet<QByteArray> inodes;
    addListeningInodes(u"/proc/net/tcp"_s, port, inodes);
    addListeningInodes(u"/proc/net/tcp6"_s, port, inodes);
    if (inodes.isEmpty())
        return {};
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& pid : entries) {
        bool isNumber = false;
        pid.toInt(&isNumber);
        if (!isNumber || !holdsOneOf(pid, inodes))
            continue;
        QFile name(u"/proc/"_s + pid + u"/comm"_s);
        const QString program
            = name.open(QIODevice::ReadOnly) ? QString::fromUtf8(name.readAll().trimmed()) : u"a program"_s;
        return program + u" (pid "_s + pid + u")"_s;
    }
    return {};
}

} // namespace hookloupe
