// A chosen picture whose only name is its title leaves the alt text to the editor (home/blocks/described.py).
(() => {
  const ImageBlock = window.telepath.constructors["wagtail.images.blocks.ImageBlock"];

  class DescribedImageBlock extends ImageBlock {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      const altText = document.getElementById(`${prefix}-alt_text`);
      // Wagtail's own listener stands before this one and has filled the field.
      block.childBlocks.image.widget.addEventListener("chosen", ({ detail }) => {
        if (detail.default_alt_text === detail.title && altText.value === detail.title) altText.value = "";
      });
      return block;
    }
  }

  window.telepath.register("home.blocks.DescribedImageBlock", DescribedImageBlock);
})();
