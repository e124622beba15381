// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/savebutton.h"

#include <QFileDialog>
#include <QSaveFile>
#include <QtConcurrent>

namespace hookloupe {

namespace {

/// \return what went wrong; empty when nothing did
QString writeFile(const ByteSourcePtr& source, const QString& path)
{
    constexpr qint64 PieceBytes = 1 << 20;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    for (qint64 at = 0; at < source->size();) {
        const QByteArray piece = source->read(at, PieceBytes);
        if (piece.isEmpty())
            return SaveButton::tr("The bytes from %1 on can no longer be read.").arg(at);
        if (file.write(piece) != piece.size())
            return file.errorString();
        at += piece.size();
    }
    return file.commit() ? QString() : file.errorString();
}

} // namespace

SaveButton::SaveButton(QWidget* parent)
    : QToolButton(parent)
{
    setText(tr("Save\u2026"));
    setFocusPolicy(Qt::TabFocus);
    setMinimumSize(24, 24);
    setToolTip(tr("Save these bytes as a file"));
    setEnabled(false);
    connect(this, &QToolButton::clicked, this, &SaveButton::ask);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        setEnabled(m_source && m_source->size() > 0);
        emit done(m_path, m_watcher.result());
    });
}

SaveButton::~SaveButton() = default;

void SaveButton::setSource(ByteSourcePtr source, const QString& fileName)
{
    m_source = std::move(source);
    m_fileName = fileName;
    setEnabled(m_source && m_source->size() > 0 && !m_watcher.isRunning());
}

void SaveButton::ask()
{
    auto* dialog = new QFileDialog(window(), tr("Save Bytes"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_fileName);
    connect(dialog, &QFileDialog::fileSelected, this, &SaveButton::saveTo);
    dialog->open();
}

void SaveButton::saveTo(const QString& path)
{
    if (!m_source || m_watcher.isRunning())
        return;
    m_path = path;
    setEnabled(false);
    m_watcher.setFuture(QtConcurrent::run(writeFile, m_source, path));
}

} // namespace hookloupe
