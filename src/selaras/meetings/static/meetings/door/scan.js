// Reading the code of an invitation with the camera: by the browser itself, else by jsQR.
const EVERY = 250; // ms between two pictures
const WIDEST = 480; // points of a picture that is looked at
const CODE = /\/u\/([\w-]{10,40})(?:\/|$|\?)/;
let stream = null;
let timer = 0;

export const codeIn = (text) => text.match(CODE)?.[1] || (/^[\w-]{12,24}$/.test(text) ? text : "");
export const isSecure = () => Boolean(window.isSecureContext && navigator.mediaDevices?.getUserMedia);

export function stop(video) {
  clearTimeout(timer);
  for (const track of stream?.getTracks() || []) track.stop();
  stream = null;
  video.srcObject = null;
}

// Calls `found(code)` once for the first code of an invitation that is seen.
export async function start(video, jsqr, found, strange) {
  stop(video);
  stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" } }, audio: false });
  video.srcObject = stream;
  await video.play();
  const read = await reader(jsqr);
  let said = "";
  const look = async () => {
    const text = await read(video).catch(() => "");
    if (!stream) return;
    const code = text && codeIn(text);
    if (code) {
      stop(video);
      found(code);
      return;
    }
    if (text && text !== said) strange();
    said = text;
    timer = setTimeout(look, EVERY);
  };
  look();
}

async function reader(jsqr) {
  const kinds = (await window.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) || [];
  if (kinds.includes("qr_code")) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue || "";
  }
  await import(jsqr);
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!video.videoWidth) return "";
    const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || "";
  };
}
