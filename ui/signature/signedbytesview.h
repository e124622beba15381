// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/signedparts.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace hookloupe {

class ByteViewer;

/// The exact bytes that a signature is over, with the list of what each part of them comes from. Choosing a part
/// selects its bytes.
class SignedBytesView final : public QWidget {
    Q_OBJECT

public:
    explicit SignedBytesView(QWidget* parent = nullptr);

    /// \param reason  one sentence, shown where there are no bytes
    void showContent(const QByteArray& content, std::vector<SignedPart> parts, const QString& reason);

signals:
    /// A part's source is to be looked at among the raw bytes of the request.
    void rawWanted(qint64 begin, qint64 end);

protected:
    void changeEvent(QEvent* event) override;

private:
    int currentPart() const;
    void partChosen();
    void updateColours();

    QLabel* m_reason = nullptr;
    QWidget* m_partsBox = nullptr;
    QTreeWidget* m_list = nullptr;
    QPushButton* m_raw = nullptr;
    ByteViewer* m_bytes = nullptr;
    QByteArray m_content;
    std::vector<SignedPart> m_parts;
};

} // namespace hookloupe
